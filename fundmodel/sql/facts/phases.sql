-- The phases of drug development in their order; APP is an approved drug.
-- grain: phase_id
-- units: none
-- source: codes of datasets/drug_phases.csv
with listed as (
    select ['PRE', 'P1', 'P2', 'P3', 'NDA', 'APP'] as codes
)
select
    (generate_subscripts(codes, 1) - 1)::integer as phase_id,
    unnest(codes)::varchar as phase_code
from listed
order by phase_id
