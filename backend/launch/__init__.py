"""What stands behind `dangban up`: everything started in order, watched, and stopped in order."""
