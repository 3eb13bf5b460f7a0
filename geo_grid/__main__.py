"""``python -m geo_grid`` is the command ``geo-grid``."""

from geo_grid.cli.app import main

if __name__ == "__main__":
    main()
