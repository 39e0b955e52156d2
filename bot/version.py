"""The version of the program, as pyproject.toml names it."""

VERSION = "0.1.0"
