"""`python -m sukoon …`: the product's command line."""

import sys

from sukoon.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
