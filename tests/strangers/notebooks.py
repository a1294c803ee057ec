"""Notebooks of the kinds people run: name → its cells. None knows who runs it.

What a cell prints is the same on every day and machine. A cell that begins with ``# time`` shows a time, and only that
it shows something is compared.
"""

BESIDE = {
    "own_module.py": "VALUE = 7\n\ndef square(x):\n    return x * x\n",
    "own_package/__init__.py": "from own_package.inner import name\n",
    "own_package/inner.py": "def name():\n    return __name__\n",
    "own_script.py": "import sys\nfound = [n * n for n in range(3)]\nprint('script', sys.argv[1:], __name__)\n",
    "other.ipynb": '{"cells":[{"cell_type":"code","id":"a","metadata":{},"outputs":[],"execution_count":null,"source":'
    '"from_other = 5"}],"metadata":{},"nbformat":4,"nbformat_minor":5}',
    "numbers.csv": "name,value\nAlfa,3\nBeta,4\n",
}
SQUARES = "from own_module import square\n"

PLAIN = {
    # --- what IPython adds to Python
    "magics": [
        "%%bash\necho from bash\necho $((6 * 7))",
        "!echo from a shell",
        "lines = !printf 'a\\nb\\n'\nlist(lines)",
        "%%writefile written.txt\nwritten by a cell",
        "print(open('written.txt').read())",
        "%%capture held\nprint('held')",
        "held.stdout",
        "%%python\nprint('another python')",
        "%%html\n<b>shown</b>",
        "%%markdown\n**shown**",
        "%%latex\n$x^2$",
        "%env LANGUAGE_OF_TEST=sq",
        "import os\nos.environ['LANGUAGE_OF_TEST']",
        "x = 1\n%who_ls int",
        "%precision 2\n3.14159",
        "%lsmagic\nNone",
        "%load_ext autoreload\n%autoreload 2",
        "print?",
    ],
    "times": [
        "# time\n%time sum(range(10))",
        "# time\n%timeit -n 2 -r 1 sum(range(10))",
        "# time\n%prun -q sum(range(10))",
    ],
    "run_script": [
        "%run own_script.py a b",
        "found",
        "%run other.ipynb",
        "from_other",
        "%run -i own_script.py",
    ],
    "directories": [
        "import os\nfrom pathlib import Path\nsorted(p.name for p in Path().glob('own_*.py'))",
        "Path('folder').mkdir(exist_ok=True)\n%cd -q folder",
        "Path.cwd().name",
        "%cd -q ..",
        "Path('own_module.py').exists()",
    ],
    "history": ["1 + 1", "_ + 1", "_1, _2, Out[1], In[2]", "get_ipython().execution_count"],
    "own_kernel": [
        "import ipykernel, json\nfrom pathlib import Path\nPath(ipykernel.get_connection_file()).suffix",
        "sorted(ipykernel.get_connection_info(unpack=True)) [:4]",
        "type(get_ipython()).__name__, type(get_ipython().kernel).__name__, get_ipython().kernel.session.key != b''",
    ],
    "display": [
        "from IPython.display import HTML, SVG, JSON, Latex, Markdown, Math, Pretty, display, clear_output\n"
        "display(HTML('<i>a</i>'), Markdown('*b*'), Latex('$c$'), Math('d'), JSON({'e': 1}), Pretty('f'))",
        "SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')",
        "handle = display('first', display_id=True)\nhandle.update('second')",
        "for n in range(3):\n    clear_output(wait=True)\n    print(n)",
        "class Own:\n    def _repr_html_(self):\n        return '<u>own</u>'\n    def __repr__(self):\n"
        "        return 'own'\nOwn()",
        "get_ipython().display_formatter.formatters['text/plain'].for_type(complex, lambda v, p, c: p.text('z'))\n1j",
    ],
    # --- modules
    "local_modules": [
        "import own_module, own_package\nown_module.VALUE, own_package.name()",
        "import importlib\nimportlib.reload(own_module).square(3)",
        "import inspect\nprint(inspect.getsource(own_module.square))",
        "import importlib.resources as files\n(files.files('own_package') / 'inner.py').read_text()[:8]",
        "import own_missing",
    ],
    "sources": [
        "import inspect\ndef f():\n    return 1",
        "print(inspect.getsource(f))",
        "import doctest\ndef g():\n    '''\n    >>> g()\n    2\n    '''\n    return 2\ndoctest.testmod().attempted",
        "# time\nimport unittest\nclass T(unittest.TestCase):\n    def test(self):\n        self.assertTrue(True)\n"
        "unittest.main(argv=[''], exit=False).result.wasSuccessful()",
        "import traceback, linecache\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n"
        "    print(traceback.format_exc().splitlines()[-1])",
    ],
    "pickles": [
        "import copy, pickle\nfrom dataclasses import dataclass\n@dataclass\nclass Row:\n    name: str",
        "pickle.loads(pickle.dumps(Row('a'))), copy.deepcopy(Row('b')), Row.__module__",
        "import sys\nsys.modules['__main__'].Row is Row, __name__, '__file__' in globals()",
        "import shelve, tempfile\nwith shelve.open(tempfile.mkdtemp() + '/s') as s:\n    s['k'] = Row('c')\n"
        "    print(s['k'])",
    ],
    # --- at once
    "await": [
        "import asyncio\nawait asyncio.sleep(0.01)\nprint('awaited')",
        "async def n(x):\n    await asyncio.sleep(0.01)\n    return x\nawait asyncio.gather(*map(n, range(3)))",
        "async def numbers():\n    for x in range(3):\n        yield x\n[x async for x in numbers()]",
        "async with asyncio.timeout(5):\n    print(await asyncio.to_thread(lambda: 'in a thread'))",
        "process = await asyncio.create_subprocess_exec('echo', 'asynchronous', stdout=-1)\n"
        "print((await process.communicate())[0])",
        "task = asyncio.create_task(n(5))",
        "await task",
        "asyncio.get_running_loop().is_running(), type(asyncio.get_running_loop()).__name__",
        "try:\n    asyncio.run(n(1))\nexcept RuntimeError as error:\n    print(error)",
        "async with asyncio.TaskGroup() as group:\n    one = group.create_task(n(8))\none.result()",
    ],
    "threads": [
        "import threading\nheard = []\nts = [threading.Thread(target=heard.append, args=(n,)) for n in range(3)]\n"
        "[t.start() for t in ts]; [t.join() for t in ts]; sorted(heard)",
        "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(4) as pool:\n"
        "    print(list(pool.map(lambda x: x * x, range(5))))",
        "import queue\nq = queue.Queue()\nthreading.Timer(0.01, q.put, ('late',)).start()\nq.get(timeout=5)",
        "threading.current_thread() is threading.main_thread(), threading.stack_size()",
        "import asyncio\nresult = []\nt = threading.Thread("
        "target=lambda: result.append(asyncio.run(asyncio.sleep(0, 3))))\n"
        "t.start(); t.join(); result",
        "threading.Thread(target=threading.Event().wait, daemon=True).start()",
    ],
    "pool_fork": [
        "import multiprocessing as mp\ndef square(x):\n    return x * x",
        "with mp.get_context('fork').Pool(2) as pool:\n    print(pool.map(square, range(5)))",
    ],
    "pool_spawn": [
        "import multiprocessing as mp\n" + SQUARES,
        "with mp.get_context('spawn').Pool(2) as pool:\n    print(pool.map(square, range(5)))",
    ],
    "pool_forkserver": [
        "import multiprocessing as mp\n" + SQUARES,
        "with mp.get_context('forkserver').Pool(2) as pool:\n    print(pool.map(square, range(5)))",
    ],
    "pool_usual": [
        "import multiprocessing as mp\n" + SQUARES + "mp.get_start_method(), mp.cpu_count() > 0",
        "with mp.Pool(2) as pool:\n    print(pool.map(square, range(5)))",
        "mp.current_process().name, mp.parent_process(), mp.active_children(), mp.current_process().daemon",
    ],
    "executors": [
        "from concurrent.futures import ProcessPoolExecutor, as_completed\nimport multiprocessing as mp\n" + SQUARES,
        "with ProcessPoolExecutor(2) as pool:\n    print(list(pool.map(square, range(5))))",
        "for way in ('fork', 'spawn', 'forkserver'):\n"
        "    with ProcessPoolExecutor(2, mp.get_context(way)) as pool:\n"
        "        print(way, sorted(f.result() for f in as_completed([pool.submit(square, n) for n in range(4)])))",
        "import asyncio\nwith ProcessPoolExecutor(1) as pool:\n"
        "    print(await asyncio.get_running_loop().run_in_executor(pool, square, 9))",
    ],
    "shared_memory": [
        "import multiprocessing as mp\nfrom multiprocessing import shared_memory\nfork = mp.get_context('fork')",
        "memory = shared_memory.SharedMemory(create=True, size=8)\ndef write(name):\n"
        "    it = shared_memory.SharedMemory(name); it.buf[0] = 7; it.close()\n"
        "p = fork.Process(target=write, args=(memory.name,)); p.start(); p.join(); int(memory.buf[0])",
        "memory.close(); memory.unlink()",
        "with fork.Manager() as manager:\n    d = manager.dict(); d['a'] = 1; print(dict(d))",
        "q = fork.Queue()\np = fork.Process(target=q.put, args=('through a queue',)); p.start()\n"
        "print(q.get(timeout=10)); p.join(); p.exitcode",
        "lock = mp.get_context('spawn').Lock()\nwith lock:\n    print('locked')",
    ],
    # --- the machine
    "sqlite": [
        "import sqlite3\nc = sqlite3.connect(':memory:')\nc.execute('create table t (a)')\n"
        "c.executemany('insert into t values (?)', [(n,) for n in range(3)])\nlist(c.execute('select sum(a) from t'))",
        "import pandas as pd\nd = sqlite3.connect('here.sqlite')\n"
        "pd.DataFrame({'a': [1]}).to_sql('t', d, if_exists='replace', index=False)\npd.read_sql('select * from t', d)",
    ],
    "subprocesses": [
        "import subprocess, sys\nsubprocess.run(['echo', 'one'], capture_output=True, text=True).stdout",
        "subprocess.check_output([sys.executable, '-c', 'import os; print(os.getcwd().split(\"/\")[-1] != \"\")'])",
        "p = subprocess.Popen(['cat'], stdin=-1, stdout=-1, text=True)\np.communicate('through a pipe')[0]",
        "subprocess.run('exit 3', shell=True).returncode",
        "import os\npid = os.fork()\nif not pid:\n    os._exit(4)\nos.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])",
        "subprocess.run([sys.executable, '-c', 'import own_module; print(own_module.VALUE)'], capture_output=True, "
        "text=True).stdout",
    ],
    "files": [
        "import tempfile, os, pathlib\nwith tempfile.TemporaryDirectory() as d:\n"
        "    pathlib.Path(d, 'a').write_text('x'); print(os.listdir(d))",
        "f = tempfile.NamedTemporaryFile('w+')\nf.write('kept'); f.flush(); open(f.name).read()",
        "import csv\nlist(csv.DictReader(open('numbers.csv')))",
        "import os\nos.umask(os.umask(0o22)) == 0o22, os.getpriority(os.PRIO_PROCESS, 0), os.isatty(0)",
    ],
    "loggings": [
        "import logging, sys\nlogging.getLogger().handlers, logging.getLogger().level, logging.root.manager.disable",
        "logging.warning('to the root')",
        "logging.basicConfig(level='INFO', stream=sys.stdout, format='%(name)s:%(message)s', force=True)\n"
        "logging.getLogger('mine').info('shown'); logging.debug('not shown')",
        "logging.getLogger('asyncio').level, logging.getLogger('traitlets').handlers == logging.getLogger().handlers",
        "logging.captureWarnings(True)\nimport warnings\nwarnings.warn('caught')\nlogging.captureWarnings(False)",
    ],
    "warned": [
        "import warnings\nwarnings.warn('first')",
        "warnings.warn('old', DeprecationWarning)",
        "for _ in range(2):\n    warnings.warn('in a loop')",
        "with warnings.catch_warnings(record=True) as held:\n    warnings.simplefilter('always')\n"
        "    warnings.warn('held')\nlen(held)",
        "import pandas as pd, numpy as np\nnp.array([1.0]) / 0",
        "{f[2].__name__: f[0] for f in warnings.filters if f[2].__module__ == 'builtins' and not f[1] and not f[3]}",
        "import numpy as np\nnp.geterr(), np.get_printoptions()['precision']",
    ],
    "signals": [
        "import signal\n{s.name: getattr(h, '__name__', str(h)) for s in sorted(signal.valid_signals() & set(signal.Signals))"
        " for h in [signal.getsignal(s)] if s.value < 32}",
        "import time\ndef rings(*_):\n    raise TimeoutError('rang')\nsignal.signal(signal.SIGALRM, rings)\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.05)\ntry:\n    time.sleep(5)\nexcept TimeoutError as e:\n    print(e)",
        "import os\ntry:\n    os.kill(os.getpid(), signal.SIGINT); time.sleep(1)\nexcept KeyboardInterrupt:\n"
        "    print('interrupted')",
        "signal.pthread_sigmask(signal.SIG_BLOCK, [])",
    ],
    "at_exit": [
        "import atexit\natexit.register(lambda: open('at_exit.txt', 'a').write('called'))",
        "import weakref, gc\nclass Held:\n    pass\nheld = Held(); weakref.finalize(held, print, 'finalised')",
        "del held; gc.collect(); None",
        "gc.isenabled(), gc.get_threshold()",
    ],
    "seeds": [
        "import random\nrandom.seed(7); random.random(), random.choice('abc')",
        "import numpy as np\nnp.random.seed(7); np.random.rand(2)",
        "np.random.default_rng(7).integers(0, 100, 3)",
        "import uuid, secrets\nlen(str(uuid.uuid4())), len(secrets.token_hex(4))",
        "random.seed('text'); random.sample(range(100), 3)",
        "hash(1), hash(2.5), hash((1, 2))",
    ],
    "locales": [
        "import locale, sys, os\nlocale.getlocale(), locale.getpreferredencoding(), sys.getfilesystemencoding()",
        "locale.setlocale(locale.LC_ALL, 'C'), f'{1234567.5:n}'",
        "print('Shqipëria — çë €')\n'Çorovodë'.upper()",
        "import time\nos.environ['TZ'] = 'Europe/Tirane'; time.tzset(); time.strftime('%H %Z', time.localtime(0))",
        "sys.stdout.encoding, sys.stdin.encoding, sys.flags.utf8_mode",
        "import zoneinfo, datetime as d\nstr(d.datetime(2024, 7, 1, tzinfo=zoneinfo.ZoneInfo('Europe/Tirane')))",
    ],
    "process": [
        "import sys\nsys.argv[0].endswith('ipykernel_launcher.py'), sys.argv[1]",
        "sys.getrecursionlimit(), sys.getswitchinterval(), sys.gettrace(), sys.getprofile(), sys.warnoptions",
        "import os\nos.environ.get('TERM'), os.environ.get('PYTHONPATH'), sorted(k for k in os.environ if 'JPY' in k)",
        "sorted(k for k in os.environ if 'THREADS' in k)",
        "import decimal\ndecimal.getcontext().prec, len(os.sched_getaffinity(0)) > 0",
        "import threading\nsorted({t.name.split(' ')[0].rstrip('0123456789') for t in threading.enumerate()})",
        "import resource\nresource.getrlimit(resource.RLIMIT_NOFILE), resource.getrlimit(resource.RLIMIT_STACK)",
        "os.getpgid(0) == os.getpid(), os.getsid(0) == os.getpid()",
        "sys.path[-1].endswith('site-packages'), any('own' in p for p in sys.path)",
        "sys.excepthook.__name__, sys.displayhook.__class__.__name__, sys.stdout.__class__.__name__",
        "print(sys.stdin.read())",
        "sys.dont_write_bytecode, sys.executable.split('/')[-1], sys.flags.optimize, sys.flags.isolated",
    ],
    "server": [
        "import http.server, threading, urllib.request\n"
        "class H(http.server.BaseHTTPRequestHandler):\n"
        "    def do_GET(self):\n        self.send_response(200); self.end_headers(); self.wfile.write(b'served')\n"
        "    def log_message(self, *_):\n        pass\n"
        "s = http.server.ThreadingHTTPServer(('127.0.0.1', 0), H)\n"
        "threading.Thread(target=s.serve_forever, daemon=True).start()",
        "urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f'http://127.0.0.1:{s.server_port}').read()",
        "s.shutdown()",
    ],
    # --- what ends a notebook
    "asked": ["print('before')", "input('your name? ')", "print('never')"],
    "asked_secretly": ["import getpass\ngetpass.getpass()", "print('never')"],
    "asserted": ["assert 1 == 2, 'not equal'", "print('never')"],
    "chained": [
        "def f():\n    try:\n        {}['a']\n    except KeyError as error:\n        raise ValueError('no such') from error\nf()"
    ],
    "broken": ["for x in\n", "print('never')"],
    "groups": ["raise ExceptionGroup('two', [ValueError('a'), TypeError('b')])"],
    "recursion": [
        "def f():\n    return f()\ntry:\n    f()\nexcept RecursionError as error:\n    print(str(error)[:32])"
    ],
    # --- libraries that the program itself needs
    "numpy_pandas": [
        "import numpy as np, pandas as pd\nnp.ones((400, 400)).dot(np.ones((400, 400))).sum()",
        "np.linalg.solve(np.eye(300) * 2, np.ones(300)).sum(), np.fft.fft(np.ones(8)).real",
        "frame = pd.read_csv('numbers.csv'); frame",
        "frame.style.background_gradient is not None, frame.groupby('name').value.sum().to_dict()",
        "pd.options.display.max_rows, pd.options.plotting.backend, pd.options.mode.copy_on_write",
        "frame.to_parquet('numbers.parquet'); pd.read_parquet('numbers.parquet').value.sum()",
        "pd.DataFrame({'t': pd.date_range('2024', periods=3, tz='Europe/Tirane')})",
    ],
    "arrow": [
        "import pyarrow as pa, pyarrow.compute as pc, pyarrow.dataset as ds, pyarrow.parquet as pq",
        "t = pa.table({'a': list(range(100_000))})\npc.sum(t['a'])",
        "pq.write_table(t, 'a.parquet'); pq.read_table('a.parquet', use_threads=True).num_rows",
        "ds.dataset('a.parquet').to_table(filter=pc.field('a') > 99_990).num_rows",
        "pa.cpu_count() == len(__import__('os').sched_getaffinity(0)), pa.io_thread_count()",
        "t.group_by('a').aggregate([('a', 'sum')]).num_rows",
    ],
    "plotly": [
        "import plotly.express as px, plotly.io as pio\npio.renderers.default, pio.templates.default",
        "figure = px.bar(x=['a', 'b'], y=[1, 2]); figure.layout.width = 300; figure",
    ],
    "progress": [
        "import sys\nfrom tqdm import tqdm\nfor _ in tqdm(range(3), file=sys.stdout, bar_format='{n}/{total}'):\n    pass",
        "# time\nfrom tqdm.contrib.concurrent import process_map\nfrom own_module import square\n"
        "process_map(square, range(4), max_workers=2)",
    ],
    "nested_notebook": [
        "import nbformat, nbclient\nn = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell('6 * 7')])\n"
        "await nbclient.NotebookClient(n).async_execute()\nn.cells[0].outputs[0].data",
        "import papermill, json\npapermill.execute_notebook('other.ipynb', 'other_run.ipynb', progress_bar=False)\n"
        "json.load(open('other_run.ipynb'))['cells'][0]['execution_count']",
    ],
}

# Those of a library that may not be there: name → the modules it needs, and its cells.
LIBRARIES = {
    "polars": (
        ("polars",),
        [
            "import polars as pl\nlazy = pl.LazyFrame({'a': list(range(100_000))})\nlazy.select(pl.col('a').sum()).collect()",
            "pl.read_csv('numbers.csv').group_by('name').agg(pl.col('value').sum()).sort('name')",
            "lazy.collect(engine='streaming').height, pl.thread_pool_size() > 0",
            "import multiprocessing as mp\nfrom own_module import square\n"
            "with mp.get_context('spawn').Pool(2) as p:\n    print(p.map(square, range(3)))",
        ],
    ),
    "duckdb": (
        ("duckdb",),
        [
            "import duckdb\nduckdb.sql('select sum(range) as s from range(1000000)').fetchall()",
            "duckdb.sql(\"select * from 'numbers.csv' order by name\")",
            "duckdb.sql(\"select * from 'numbers.csv' order by name\").df()",
            "c = duckdb.connect('here.duckdb'); c.execute('create or replace table t as select 1 as a'); c.table('t').fetchall()",
        ],
    ),
    "scikit": (
        ("sklearn",),
        [
            "import numpy as np\nfrom sklearn.ensemble import RandomForestClassifier\n"
            "from sklearn.model_selection import cross_val_score\nx = np.random.RandomState(0).rand(120, 4); y = x[:, 0] > .5",
            "RandomForestClassifier(20, random_state=0, n_jobs=2).fit(x, y).score(x, y)",
            "cross_val_score(RandomForestClassifier(5, random_state=0), x, y, cv=3, n_jobs=2)",
            "RandomForestClassifier(5)",
            "from sklearn.cluster import KMeans\nKMeans(2, random_state=0, n_init=2).fit(x).cluster_centers_.shape",
        ],
    ),
    "joblib_loky": (
        ("joblib",),
        [
            "from joblib import Parallel, delayed\nParallel(n_jobs=2)(delayed(lambda x: x * x)(n) for n in range(5))",
            "def own(x):\n    return x + 1\nParallel(n_jobs=2, backend='loky')(delayed(own)(n) for n in range(5))",
        ],
    ),
    "joblib_threads": (
        ("joblib",),
        ["from joblib import Parallel, delayed\nParallel(2, backend='threading')(delayed(abs)(-n) for n in range(5))"],
    ),
    "joblib_processes": (
        ("joblib",),
        [
            "from joblib import Memory, Parallel, delayed\nfrom own_module import square\n"
            "Parallel(2, backend='multiprocessing')(delayed(square)(n) for n in range(5))",
            "import tempfile\nMemory(tempfile.mkdtemp(), verbose=0).cache(square)(6)",
        ],
    ),
    "nested_loops": (
        ("nest_asyncio",),
        [
            "import asyncio, nest_asyncio\nnest_asyncio.apply()",
            "async def n(x):\n    await asyncio.sleep(0.01)\n    return x\nasyncio.run(n(9))",
            "asyncio.get_event_loop().run_until_complete(n(9))",
            "await n(9)",
            "print('goes on')",
        ],
    ),
    "matplotlib": (
        ("matplotlib",),
        [
            "import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()",
            "plt.get_backend(), plt.isinteractive(), plt.rcParams['figure.dpi']",
            "%matplotlib inline\n%config InlineBackend.figure_formats = ['png']\nplt.plot([1, 2])",
            "fig, ax = plt.subplots(); ax.bar(['a'], [1]); fig.savefig('a.png'); plt.close(fig)\nopen('a.png', 'rb').read(4)",
            "import matplotlib\nmatplotlib.use('agg'); plt.figure(); plt.get_backend()",
        ],
    ),
    "seaborn": (
        ("seaborn",),
        ["import seaborn as sns, pandas as pd\nsns.barplot(data=pd.read_csv('numbers.csv'), x='name', y='value');"],
    ),
    "widgets": (
        ("ipywidgets",),
        [
            "import ipywidgets as w\nslider = w.IntSlider(value=3, description='Viti'); slider",
            "out = w.Output()\nwith out:\n    print('within')\nout",
            "slider.value = 5; slider.value",
            "heard = []\nslider.observe(lambda c: heard.append(c.new), 'value'); slider.value = 6; heard",
            # not w.interact: with it nbclient itself waits for ever now and then
            "w.HBox([slider, w.Button(description='Bëje'), w.Dropdown(options=['a', 'b'])])",
        ],
    ),
    "progress_widget": (("ipywidgets",), ["# time\nfrom tqdm.auto import tqdm\nfor _ in tqdm(range(3)):\n    pass"]),
    "altair": (
        ("altair",),
        [
            "import altair as alt, pandas as pd\nchart = alt.Chart(pd.read_csv('numbers.csv')).mark_bar().encode(x='name', y='value')",
            "chart.to_dict()['mark'], alt.renderers.active",
        ],
    ),
    "bokeh": (
        ("bokeh",),
        [
            "from bokeh.plotting import figure\np = figure(width=200, height=200); p.line([1, 2], [3, 4]).name",
            "from bokeh.embed import json_item\nsorted(json_item(p))",
        ],
    ),
    "rich": (
        ("rich",),
        ["from rich.table import Table\nfrom rich import print\nt = Table('a'); t.add_row('b'); print(t)"],
    ),
    "statsmodels": (
        ("statsmodels", "scipy"),
        [
            "import numpy as np, statsmodels.api as sm\nx = np.arange(10.0)\n"
            "sm.OLS(x * 2 + 1, sm.add_constant(x)).fit().params.round(6)",
            "from scipy import optimize, stats\nround(float(optimize.brentq(lambda v: v * v - 2, 0, 2)), 6), "
            "round(float(stats.norm.cdf(1)), 6)",
        ],
    ),
    "dask": (
        ("dask", "distributed"),
        [
            "import dask\nfrom own_module import square\ndask.delayed(sum)([dask.delayed(square)(n) for n in range(4)]).compute()",
            "dask.compute(*[dask.delayed(square)(n) for n in range(4)], scheduler='processes', num_workers=2)",
            "from distributed import Client\nasync with Client(n_workers=1, threads_per_worker=1, processes=False, "
            "asynchronous=True, dashboard_address=':0') as client:\n    print(await client.submit(square, 5))",
        ],
    ),
    "spawned_together": (
        ("polars", "duckdb", "sklearn"),
        [
            "import polars, duckdb, sklearn, pyarrow.parquet as pq, pandas as pd, threading\n"
            "from concurrent.futures import ThreadPoolExecutor",
            "def both(n):\n    return duckdb.connect().sql(f'select {n} + 1').fetchall()[0][0] + polars.Series([n]).sum()\n"
            "with ThreadPoolExecutor(4) as pool:\n    print(list(pool.map(both, range(6))))",
        ],
    ),
}
