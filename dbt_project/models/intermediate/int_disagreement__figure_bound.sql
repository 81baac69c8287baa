{{ told_difference('figure_bound', 'conflict', 'the words of one number leave no room for the other', 3) }}
