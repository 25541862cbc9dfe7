-- How many companies of which kind every startup fund means to enter. Capacity is the number that is drawn: the
-- next power of two, so that a change of size inside it draws nothing again.
-- grain: world_id, plan_id
-- units: company_count and company_capacity companies; quarters from quarter 0
-- source: datasets/startup_plan.csv, density per KRW 100 bn of planned fund size; METHOD.md, "Foreign capital"
with numbered as (
    select (row_number() over (order by plan_code) - 1)::integer as plan_id, *
    from startup_plan_data
),
counted as (
    select
        f.world_id,
        n.plan_id,
        n.plan_code,
        f.fund_id,
        a.area_id,
        p.phase_id as entry_phase,
        round(n.companies_per_krw_100bn * f.planned_size_krw / 100_000_000_000)::integer as company_count,
        f.start_quarter,
        f.investment_quarters
    from numbered as n
    inner join fund_plan as f on f.fund_code = n.fund_code
    inner join areas as a on a.area_code = n.area_code
    inner join phases as p on p.phase_code = n.entry_phase
)
select
    world_id,
    plan_id,
    plan_code,
    fund_id,
    area_id,
    entry_phase,
    company_count,
    (1 << ceil(log2(greatest(1, company_count)))::integer)::integer as company_capacity,
    start_quarter,
    investment_quarters
from counted
order by world_id, plan_id
