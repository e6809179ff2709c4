"""Reads forms/ into typed definitions, or into a list of problems with place and hint."""
