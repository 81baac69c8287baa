{{ told_difference('figure_rounding.3', 'explained', 'one number is rounded, and the other lies within what it may mean') }}
