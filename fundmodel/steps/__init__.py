"""Python steps: one function a file, named like the table it makes; its parameters are what it reads."""
