-- The money that foreign investors plan to have in the programme, at cost: each fund is paid in evenly over its
-- investment period and given back evenly until its end. It is the notional of a hedge that follows the plan.
-- grain: scenario_id, investor_id, quarter
-- units: whole won held at the end of the quarter
-- source: METHOD.md, "Currency of foreign investors"
with quarters as (
    select unnest(range(n_quarters)) as quarter
    from run_settings
),
fund_plans as (
    select
        f.scenario_id,
        f.fund_id,
        f.commitment_krw,
        q.quarter,
        (q.quarter - f.start_quarter + 1)::double / (f.investment_end_quarter - f.start_quarter) as paid_share,
        (q.quarter - f.investment_end_quarter + 1)::double / (f.end_quarter - f.investment_end_quarter) as back_share
    from funds as f
    cross join quarters as q
    where f.level = 1
),
held as (
    select
        t.scenario_id,
        t.investor_id,
        p.quarter,
        floor(
            t.ownership_share * p.commitment_krw
            * (least(1, greatest(0, p.paid_share)) - least(1, greatest(0, p.back_share)))
        )::bigint as planned_krw
    from withholding_terms as t
    inner join fund_plans as p on p.scenario_id = t.scenario_id and p.fund_id = t.fund_id
)
select
    scenario_id,
    investor_id,
    quarter::integer as quarter,
    sum(planned_krw)::bigint as planned_krw
from held
group by scenario_id, investor_id, quarter
order by scenario_id, investor_id, quarter
