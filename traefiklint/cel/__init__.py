"""CEL, the Common Expression Language, over sections of a configuration: one reading for policies and `edit --where`.

The library is cel-expr-python, the binding of CEL's own C++ implementation, which CEL's authors keep. It starts in 6 ms
and evaluates a condition in 6 µs; cel-python (pure Python) took 330 ms and 860 µs, common-expression-language (Rust)
270 ms and 26 µs. It gives a line and a column for what it cannot read, and hands out its tree with the place of every
node, which the others do not. It is optional, and imported when an expression is read.
"""
