"""Wiring only: Dagster assets of a few lines that call one domain verb, their schedule and sensor, and the command line."""
