/* What pages can do when scripts run: themes, the search box, charts. ES2015, no modules. */
(function () {
  'use strict';
  var root = document.documentElement;

  function remembered(name) {
    try { return window.localStorage.getItem('gaoxin-' + name) === 'on'; } catch (error) { return false; }
  }

  function remember(name, on) {
    try { window.localStorage.setItem('gaoxin-' + name, on ? 'on' : 'off'); } catch (error) { return; }
  }

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  /* ---- switches: dark, large text ---- */
  each('[data-switch]', function (button) {
    const name = button.getAttribute('data-switch');
    function show(on) {
      root.classList.toggle(name, on);
      button.setAttribute('aria-pressed', String(on));
    }
    button.hidden = false;
    show(remembered(name));
    button.addEventListener('click', function () {
      const on = !root.classList.contains(name);
      show(on);
      remember(name, on);
      if (name === 'dark') { drawAll(); }
    });
  });

  /* ---- search in lists ---- */
  const MOST = 50;
  each('form[data-list]', function (form) {
    const box = form.querySelector('input');
    const said = form.querySelector('[role=status]');
    const list = form.querySelector('ul');
    let loading = false;
    form.hidden = false;
    form.addEventListener('submit', function (event) { event.preventDefault(); find(); });
    box.addEventListener('focus', load);
    box.addEventListener('input', find);

    function load() {
      if (loading) { return; }
      loading = true;
      const script = document.createElement('script');
      script.src = form.getAttribute('data-list');
      script.onload = find;
      document.head.appendChild(script);
    }

    function find() {
      load();
      const rows = window.gaoxinList;
      if (!rows) { return; }
      const wanted = box.value.trim().toLowerCase();
      const hits = wanted ? rows.filter(function (row) {
        return row[0].toLowerCase().indexOf(wanted) >= 0 || row[1].toLowerCase().indexOf(wanted) >= 0;
      }) : [];
      list.textContent = '';
      hits.slice(0, MOST).forEach(function (row) {
        const item = document.createElement('li');
        const link = document.createElement('a');
        link.href = form.getAttribute('data-home') + row[2];
        link.textContent = row[0] + ' ' + row[1];
        item.appendChild(link);
        list.appendChild(item);
      });
      said.textContent = !wanted ? '' : hits.length === 0 ? form.getAttribute('data-none')
        : hits.length > MOST ? form.getAttribute('data-more').replace('{n}', String(hits.length)) : '';
    }
  });

  /* ---- charts: drawn from the block of figures that stands beside each ---- */
  const drawn = [];

  function line(data) {
    return {
      xAxis: { type: 'category', data: data.points.map(function (point) { return point[0]; }) },
      yAxis: { type: 'value', scale: true, name: data.unit },
      series: [{
        type: 'line', name: data.name, symbolSize: 9,
        data: data.points.map(function (point) { return point[1]; }),
        markLine: {
          symbol: 'none', silent: true, lineStyle: { type: 'dashed', color: '#8250c4' },
          label: { formatter: data.broken || '', color: colour() },
          data: (data.breaks || []).map(function (period) { return { xAxis: period }; })
        },
        label: { show: true, formatter: function (at) { return data.points[at.dataIndex][2]; } }
      }]
    };
  }

  function stack(data) {
    const rows = data.rows.slice().reverse();
    return {
      legend: { type: 'scroll', top: 0 },
      grid: { left: 8, right: 24, top: 40, bottom: 8, containLabel: true },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, confine: true },
      xAxis: { type: 'value' },
      yAxis: { type: 'category', data: rows.map(function (row) { return row[0]; }), axisLabel: { width: Math.max(110, Math.min(220, root.clientWidth * 0.18)), overflow: 'truncate' } },
      series: data.parts.map(function (part, at) {
        return { type: 'bar', stack: 'all', name: part, data: rows.map(function (row) { return row[3][at]; }) };
      })
    };
  }

  function radar(data) {
    return {
      legend: { bottom: 0 },
      tooltip: { confine: true },
      radar: {
        radius: '60%',
        axisName: { color: colour() },
        indicator: data.rows.map(function (row) { return { name: row[0], max: row[1] }; })
      },
      series: [{
        type: 'radar',
        data: data.names.map(function (name, at) {
          return { name: name, value: data.rows.map(function (row) { return row[2 + at]; }) };
        })
      }]
    };
  }

  function colour() { return root.classList.contains('dark') ? '#e6e6e6' : '#262626'; }

  const kinds = { line: line, stack: stack, radar: radar };

  function draw(place) {
    const source = document.getElementById(place.getAttribute('data-chart'));
    const data = JSON.parse(source.textContent);
    const words = place.getAttribute('aria-label');
    place.hidden = false;
    if (data.type === 'stack') { place.style.height = 90 + 26 * data.rows.length + 'px'; }
    const chart = window.echarts.init(place, null, { renderer: 'svg' });
    chart.setOption(Object.assign({
      animation: false,
      color: ['#0958d9', '#ad4e00', '#237804', '#9e1068', '#531dab', '#006d75', '#7c6f00', '#595959'],
      textStyle: { color: colour(), fontFamily: 'inherit' },
      aria: { enabled: true, label: { description: words }, decal: { show: true } }
    }, kinds[data.type](data)));
    place.setAttribute('aria-label', words);
    drawn.push(chart);
  }

  function drawAll() {
    if (!window.echarts) { return; }
    drawn.splice(0).forEach(function (chart) { chart.dispose(); });
    each('[data-chart]', draw);
  }

  drawAll();
  window.addEventListener('resize', function () {
    drawn.forEach(function (chart) { chart.resize(); });
  });
}());
