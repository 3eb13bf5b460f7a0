"""Pages that the server makes: readable without scripts and without WebGL."""
