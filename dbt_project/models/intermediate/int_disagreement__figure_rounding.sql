{{ told_difference('figure_rounding', 'explained', 'one number is rounded, and the other lies within what it may mean', 3) }}
