{{ told_difference('figure_vague.3', 'explained', 'the words of one number leave room for the other') }}
