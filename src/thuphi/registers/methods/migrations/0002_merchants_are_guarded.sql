SELECT guard_rows('merchant');
