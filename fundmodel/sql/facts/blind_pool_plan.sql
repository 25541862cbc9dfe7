-- The blind pools among the child funds: what they are described by, and the capital that they are to call.
-- grain: world_id, fund_id
-- units: start_quarter from quarter 0; capital_krw whole won; years; rates per year; usd_share 0..1 of the value
--        that moves with KRW per USD; contribution rates of what is not yet paid in
-- source: datasets/blind_pools.csv; METHOD.md, "Blind pools"
with terms as (
    select
        fund_code,
        max(value) filter (where term = 'contribution_rate_year_1') as contribution_rate_year_1,
        max(value) filter (where term = 'contribution_rate_year_2') as contribution_rate_year_2,
        max(value) filter (where term = 'contribution_rate_later') as contribution_rate_later,
        max(value) filter (where term = 'life_years') as life_years,
        max(value) filter (where term = 'bow') as bow,
        max(value) filter (where term = 'growth_rate') as growth_rate,
        max(value) filter (where term = 'yield_rate') as yield_rate,
        max(value) filter (where term = 'market_loading') as market_loading,
        max(value) filter (where term = 'own_volatility_rate') as own_volatility_rate,
        max(value) filter (where term = 'usd_share') as usd_share,
        max(value) filter (where term = 'deployable_share') as deployable_share
    from blind_pools_data
    group by fund_code
)
select
    p.world_id,
    p.fund_id,
    p.fund_code,
    p.start_quarter,
    floor(p.planned_size_krw * t.deployable_share)::bigint as capital_krw,
    t.contribution_rate_year_1,
    t.contribution_rate_year_2,
    t.contribution_rate_later,
    t.life_years::integer as life_years,
    t.bow,
    t.growth_rate,
    t.yield_rate,
    t.market_loading,
    t.own_volatility_rate,
    t.usd_share
from fund_plan as p
inner join terms as t on t.fund_code = p.fund_code
order by p.world_id, p.fund_id
