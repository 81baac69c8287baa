{{ told_difference('figure_bound.3', 'conflict', 'the words of one number leave no room for the other') }}
