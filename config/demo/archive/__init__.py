"""The sample archive: our own prose with real, cited facts about December 2021, as outlets publish it.

Outlets and bylines are invented; events, quotations and the works cited are real.
"""
