-- The funds as planned: when they start, how long they invest, how large they are meant to be. The mega fund
-- invests until the last of its child funds does; a blind pool invests as long as its own terms say.
-- grain: world_id, fund_id
-- units: planned_size_krw whole won; quarters from quarter 0; level 0 mega fund, 1 child fund; fund_id in the
--        order of the file; strategy_id -1 for the mega fund
-- source: datasets/funds.csv, blind_pools.csv; METHOD.md, "Funds and their life"; sizes share the
--         effective size by strategy
with numbered as (
    select (row_number() over () - 1)::integer as fund_id, *
    from funds_data
),
children as (
    select
        a.world_id,
        f.fund_id,
        f.fund_code,
        f.level,
        s.strategy_id,
        f.start_quarter,
        4 * case f.strategy_code
            when 'cdmo' then a.cdmo_investment_years
            when 'global' then b.value
            else a.startup_investment_years
        end as investment_quarters,
        round(
            a.effective_size_krw * f.share_of_strategy * case f.strategy_code
                when 'early' then a.early_share
                when 'scale_up' then a.scale_up_share
                when 'cdmo' then a.cdmo_share
                else a.global_share
            end
        ) as planned_size_krw
    from numbered as f
    inner join strategies as s on s.strategy_code = f.strategy_code
    cross join plan_assumptions as a
    left join blind_pools_data as b on b.fund_code = f.fund_code and b.term = 'investment_years'
    where f.level = 1
),
mega as (
    select
        a.world_id,
        f.fund_id,
        f.fund_code,
        f.level,
        -1 as strategy_id,
        f.start_quarter,
        c.end_quarter - f.start_quarter as investment_quarters,
        a.effective_size_krw as planned_size_krw
    from numbered as f
    cross join plan_assumptions as a
    inner join (
        select world_id, max(start_quarter + investment_quarters) as end_quarter
        from children
        group by world_id
    ) as c on c.world_id = a.world_id
    where f.level = 0
),
every_fund as (
    select * from mega
    union all by name
    select * from children
)
select
    world_id,
    fund_id,
    fund_code,
    level::integer as level,
    strategy_id::integer as strategy_id,
    start_quarter::integer as start_quarter,
    investment_quarters::integer as investment_quarters,
    planned_size_krw::bigint as planned_size_krw
from every_fund
order by world_id, fund_id
