-- An adopted plan is kept as it was, and its digest is that of its text.
ALTER TABLE plan_profile ADD CONSTRAINT plan_profile_sha256_is_of_its_text
    CHECK (sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex'));
SELECT keep_for_ever('plan_profile');
