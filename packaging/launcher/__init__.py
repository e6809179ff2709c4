"""What run.py does: sets the program up and starts it. Standard library only."""
