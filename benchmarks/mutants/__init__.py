"""Do the tests notice when the code is wrong? Breaks it in one place at a time, and runs the tests that reach it.

`python -m benchmarks.mutants --seed 1 --count 60 [--room sync]`, or `make mutants`. The same seed breaks the same
places of the same code.
"""
