{{ told_difference('figure_value.3', 'conflict', 'both numbers are said to be exact, and neither is told as an update of the other') }}
