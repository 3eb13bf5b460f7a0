"""What the interface publishes: one module a noun, each model with an example."""
