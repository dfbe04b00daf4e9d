-- What teachers may see is the head's decision, and a decision is not rewritten.
SELECT guard_rows('class_allowance');
SELECT keep_for_ever('class_allowance');
