"""Open311 GeoReport v2: how its answers and its failures are written."""
