SELECT guard_rows('beneficiary');
CREATE INDEX beneficiary_by_search_key ON beneficiary USING gin (search_key gin_trgm_ops);
