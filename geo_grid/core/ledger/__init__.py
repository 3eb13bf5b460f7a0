"""The ledger of a grid: what is counted, whose it is where borders meet, and the workload that follows."""
