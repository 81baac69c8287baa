{{ told_difference('figure_vague', 'explained', 'the words of one number leave room for the other', 3) }}
