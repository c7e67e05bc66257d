"""The pure engine of pathways: conditions, graph, walk, paths, search. No Django, no clock.

docs/reference/pathways-format.md says what every engine must do; the phone's does the same.
"""
