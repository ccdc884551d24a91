"""The commands of `dangban`, one file per noun. What is heavy is imported inside the command that needs it."""
