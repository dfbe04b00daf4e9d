SELECT guard_rows('fee_item');
