"""`python -m verify` does what `verify` does."""

from verify.cli.main import main

if __name__ == "__main__":
    main()
