-- The published figures that the simulated ones are compared with: outcomes of financings, likelihood of
-- approval, up and down rounds, multiples and rates of return of funds, plants, and the exchange rate.
-- grain: measure, subject, published_for, source
-- units: unit of low, central and high: share, multiple, rate per year, months or KRW per kL; a figure without a
--        range has no low and high
-- source: datasets/outcome_buckets.csv, drug_phases.csv, benchmarks.csv, cdmo_plants.csv, plant_plans.csv,
--         fx_history.csv; monthly averages understate volatility by about sqrt(3/2); METHOD.md, "Calibration"
with outcomes as (
    select
        measure, bucket_code as subject, geography || ' ' || period as published_for, 'share' as unit,
        low, value as central, high, verification, source, url
    from outcome_buckets_data
),
approvals as (
    select
        'likelihood_of_approval' as measure, area_code as subject, '2011-2020' as published_for, 'share' as unit,
        null::double as low, value as central, null::double as high, verification, source, url
    from drug_phases_data
    where metric = 'likelihood_of_approval'
),
fund_figures as (
    select
        case when metric like 'irr%' then 'fund_net_irr' else 'fund_net_multiple' end as measure,
        -- Averages over funds stand beside the pooled cash of either startup strategy, quantiles beside single funds.
        unnest(
            case
                when geography = 'KR' and metric like 'irr%' then ['early', 'scale_up']
                when metric like '%p75%' then ['p75']
                when metric like '%p25%' then ['p25']
                when metric like '%p50%' or metric like '%median' then ['median']
                else ['pooled']
            end
        ) as subject,
        geography || ' ' || asset_class || ' '
        || case when metric like '%fund size%' then replace(metric, 'irr_p', 'P') else period end
        || case when metric like 'tvpi%' then ' (' || split_part(source, ' ', 1) || ')' else '' end as published_for,
        case when metric like 'irr%' then 'rate' else 'multiple' end as unit,
        low,
        value as central,
        high,
        verification,
        source,
        url
    from benchmarks_data
    where (
        geography = 'KR'
        and asset_class in ('VC', 'PEF')
        and metric in ('multiple_liquidated', 'irr_implied_liquidated', 'irr_liquidated', 'irr_mean')
    ) or (
        geography = 'US'
        and asset_class = 'VC'
        and (
            metric in ('tvpi_p25', 'tvpi_p50', 'tvpi_p75') and period <= '2017'
            or metric like 'irr_p%fund size 50-150m'
            or metric like 'irr_p%fund size 150-500m'
        )
    ) or (geography = 'global' and asset_class = 'VC' and metric = 'irr_median')
),
rounds as (
    select
        'share_of_rounds' as measure, replace(metric, '_round_share', '') as subject,
        geography || ' ' || period as published_for, 'share' as unit, low, value as central, high, verification,
        source, url
    from benchmarks_data
    where metric in ('down_round_share', 'down_or_flat_round_share')
),
yearly_rates as (
    select
        substr(month, 1, 4) as year,
        (sum(round(krw_per_usd * 1000)::bigint)::bigint / (1000 * count(*)))::double as krw_per_usd
    from fx_history_data
    group by substr(month, 1, 4)
),
built as (
    select
        p.capacity_kl,
        case p.capex_currency
            when 'KRW bn' then p.capex * 1000 * 1000 * 1000
            when 'USD m' then p.capex * 1000 * 1000 * r.krw_per_usd
        end as capex_krw,
        case
            when p.status = 'operational'
                then datediff(
                    'month',
                    try_cast(p.construction_start || '-01' as date),
                    try_cast(p.commercial_operation || '-01' as date)
                )
        end as months
    from cdmo_plants_data as p
    left join yearly_rates as r on r.year = substr(p.construction_start, 1, 4)
    where p.is_comparable
),
plant_lists as (
    select
        quantile_cont(months::double, [0, 0.5, 1]) as month_levels,
        count(months) as month_count,
        quantile_cont(capex_krw / capacity_kl, [0, 0.5, 1]) as cost_levels,
        count(capex_krw) as cost_count
    from built
),
plants as (
    select
        'plant_months' as measure, 'mean' as subject, month_count || ' plants' as published_for, 'months' as unit,
        month_levels[1] as low, month_levels[2] as central, month_levels[3] as high
    from plant_lists
    union all by name
    select
        'plant_capex_per_kl' as measure, 'mean' as subject, cost_count || ' plants' as published_for,
        'krw_per_kl' as unit, cost_levels[1] as low, cost_levels[2] as central, cost_levels[3] as high
    from plant_lists
),
numbered_months as (
    select month, krw_per_usd, 12 * substr(month, 1, 4)::integer + right(month, 2)::integer as number
    from fx_history_data
),
moves as (
    select a.month, round(1000 * 1000 * ln(a.krw_per_usd / b.krw_per_usd))::bigint as move
    from numbered_months as a
    inner join numbered_months as b on b.number = a.number - 1
),
spans as (
    select unnest(['1990', '1999', '2010']) as first_year
),
volatilities as (
    select
        s.first_year,
        sqrt(
            (sum(m.move * m.move)::bigint - sum(m.move)::bigint * (sum(m.move)::bigint / count(*))) / (count(*) - 1)
        ) * sqrt(12 * 3 / 2) / (1000 * 1000) as volatility
    from spans as s
    inner join moves as m on m.month >= s.first_year
    group by s.first_year
),
building as (
    select
        case measure when 'delay' then 'plant_delay_months' else 'plant_overrun_share' end as measure,
        'mean' as subject,
        count(*) || ' on record' as published_for,
        case measure when 'delay' then 'months' else 'share' end as unit,
        -- Sums of rounded outcomes do not depend on their order.
        sum(round(outcome * 1000 * 1000 * 1000)::bigint)::bigint / (1000 * 1000 * 1000 * count(*))
        * case measure when 'delay' then 3 else 1 end as central,
        'derived' as verification,
        'datasets/plant_plans.csv' as source,
        '' as url
    from plant_record
    group by measure
    union all by name
    select
        case metric when 'construction_delay_months' then 'plant_delay_months' else 'plant_overrun_share' end
            as measure,
        'mean' as subject, '20 projects ' || period as published_for,
        case metric when 'construction_delay_months' then 'months' else 'share' end as unit,
        low, value as central, high, verification, source, url
    from benchmarks_data
    where metric in ('construction_delay_months', 'construction_overrun_share')
),
every_figure as (
    select * from outcomes
    union all by name
    select * from approvals
    union all by name
    select * from rounds
    union all by name
    select * from fund_figures
    union all by name
    select * from building
    union all by name
    select
        measure, subject, published_for, unit, low, central, high, 'derived' as verification,
        'datasets/cdmo_plants.csv, comparable plants' as source, '' as url
    from plants
    union all by name
    select
        'krw_usd_volatility' as measure, 'yearly' as subject, 'since ' || first_year as published_for, 'rate' as unit,
        null::double as low, volatility as central, null::double as high, 'derived' as verification,
        'datasets/fx_history.csv, monthly averages' as source, '' as url
    from volatilities
)
select
    measure::varchar as measure,
    subject::varchar as subject,
    published_for::varchar as published_for,
    unit::varchar as unit,
    low::double as low,
    central::double as central,
    high::double as high,
    verification::varchar as verification,
    source::varchar as source,
    coalesce(url, '')::varchar as url
from every_figure
order by measure, subject, published_for, source
