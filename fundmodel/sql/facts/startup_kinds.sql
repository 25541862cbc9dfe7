-- What can happen to a lot of a startup. At the end of a phase a company fails, advances to the next phase,
-- goes public (ipo), is sold (trade_sale) or licenses its programme; a licensed one earns milestones; approval is
-- the success of the last phase. Listed shares are sold in parts (sale), approved licences pay royalties; the team
-- of a failed company may be hired (acqui_hire) or go on with a second programme (pivot); an early_sale is one
-- before the end of a phase.
-- grain: kind_id
-- units: none
-- source: the startup model, fundmodel/assets/drug_programmes.py, which uses the same order
with listed as (
    select [
        'invest', 'advance', 'fail', 'ipo', 'trade_sale', 'license', 'milestone', 'approval', 'sale', 'royalty',
        'acqui_hire', 'pivot', 'early_sale'
    ] as codes
)
select
    (generate_subscripts(codes, 1) - 1)::integer as kind_id,
    unnest(codes)::varchar as kind_code
from listed
order by kind_id
