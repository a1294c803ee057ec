"""From a network's spreadsheets of social contracts to analyses and pages people trust."""

__version__ = "0.1.0"
