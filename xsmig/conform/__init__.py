"""The conformance runner: the golden vectors against an implementation that a driver command answers for.

vectors   what is asked: the manifest, and the octets of a vector with the line that each comes from
drivers   asking: one process a question, or one that answers them all; `tests/vectors/DRIVER.md` is the protocol
compare   where an answer's JSON form first differs from the vector's
judge     what an answer is worth
runner    all selected vectors, in parallel, and the list of expected failures
report    the outcome as JSON; `terminal`, `junit` and `matrix` show it
"""
