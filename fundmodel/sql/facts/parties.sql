-- Everyone whose return is reported: the programme as a whole, classes, investors, funds, strategies.
-- grain: party_id
-- units: class_id, investor_id, fund_id, strategy_id -1 where the party is none of them
-- source: datasets/investors.csv, datasets/funds.csv
with classes as (
    select
        unnest([0, 1, 2, 3]) as class_id,
        unnest(['public', 'domestic', 'foreign', 'gp']) as class_code,
        unnest([
            'Public investors', 'Domestic private investors', 'Foreign investors', 'Fund managers (GP)'
        ]) as name_en,
        unnest(['정책자금', '국내 민간', '해외 투자자', '운용사(GP)']) as name_ko
),
strategy_names as (
    select
        unnest(['early', 'scale_up', 'cdmo', 'global']) as strategy_code,
        unnest(['Early-stage bio', 'Clinical scale-up', 'CDMO infrastructure', 'Global co-investment']) as name_en,
        unnest(['초기 바이오', '임상 스케일업', 'CDMO 인프라', '글로벌 공동투자']) as name_ko
),
numbered_funds as (
    select (row_number() over () - 1)::integer as fund_id, *
    from funds_data
),
listed as (
    select
        0 as kind_order, 0 as place, 'whole' as party_code, 'whole' as party_kind, -1 as class_id,
        -1 as investor_id, -1 as fund_id, -1 as strategy_id,
        'All investors' as name_en, '전체 투자자' as name_ko
    union all by name
    select
        1 as kind_order, class_id as place, class_code as party_code, 'class' as party_kind, class_id,
        -1 as investor_id, -1 as fund_id, -1 as strategy_id, name_en, name_ko
    from classes
    union all by name
    select
        2 as kind_order, investor_id as place, investor_code as party_code, 'investor' as party_kind, class_id,
        investor_id, -1 as fund_id, -1 as strategy_id, name_en, name_ko
    from investors
    union all by name
    select
        3 as kind_order, fund_id as place, fund_code as party_code, 'fund' as party_kind, -1 as class_id,
        -1 as investor_id, fund_id, -1 as strategy_id, name_en, name_ko
    from numbered_funds
    union all by name
    select
        4 as kind_order, s.strategy_id as place, s.strategy_code as party_code, 'strategy' as party_kind,
        -1 as class_id, -1 as investor_id, -1 as fund_id, s.strategy_id, n.name_en, n.name_ko
    from strategies as s
    inner join strategy_names as n on n.strategy_code = s.strategy_code
)
select
    (row_number() over (order by kind_order, place) - 1)::integer as party_id,
    party_code,
    party_kind,
    class_id::integer as class_id,
    investor_id::integer as investor_id,
    fund_id::integer as fund_id,
    strategy_id::integer as strategy_id,
    name_en,
    name_ko
from listed
order by party_id
