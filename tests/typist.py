"""Someone at LibreOffice: opens a workbook, types into cells, and saves it. Run by a Python that has ``uno``.

Reads an order as JSON: ``open`` (a path), ``typed`` (sheet, cell and text each; ``day`` instead of text pastes a
real date; ``merge`` merges a range), ``save`` (paths; the ending says the format). Answers with what each cell shows
afterwards, as JSON.
"""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

FILTERS = {
    ".xlsx": ("Calc MS Excel 2007 XML", ""),
    ".ods": ("calc8", ""),
    # separator, quote, UTF-8, from line 1, no column formats, Albanian (1052), text quoted, as shown, every sheet
    ".csv": ("Text - txt - csv (StarCalc)", "59,34,76,1,,1052,true,true,false,false,false,-1"),
}
PATIENCE = 60


def properties(**values):
    from com.sun.star.beans import PropertyValue

    made = []
    for name, value in values.items():
        each = PropertyValue()
        each.Name, each.Value = name, value
        made.append(each)
    return tuple(made)


def connect(pipe):
    import uno

    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # it is still starting
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def work(context, order):
    import uno

    make = context.ServiceManager.createInstanceWithContext
    desktop = make("com.sun.star.frame.Desktop", context)
    dispatcher = make("com.sun.star.frame.DispatchHelper", context)
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(order["open"]), "_blank", 0, ())
    controller = document.CurrentController
    shown = []
    for each in order["typed"]:
        sheet = document.Sheets.getByName(each["sheet"])
        cell = sheet.getCellRangeByName(each["cell"])
        if "merge" in each:  # as a block pasted from elsewhere is; the sheet's protection keeps the menu from it
            cell.merge(True)
            cell = cell.getCellByPosition(0, 0)
        elif "day" in each:
            cell.NumberFormat = document.NumberFormats.getStandardFormat(
                2, uno.createUnoStruct("com.sun.star.lang.Locale")
            )
            cell.Formula = each["day"]
        else:
            controller.setActiveSheet(sheet)
            place, text = properties(ToPoint=each["cell"]), properties(StringName=each["text"])
            dispatcher.executeDispatch(controller.Frame, ".uno:GoToCell", "", 0, place)
            dispatcher.executeDispatch(controller.Frame, ".uno:EnterString", "", 0, text)
        shown.append(cell.String)
    for path in order["save"]:
        name, options = FILTERS[Path(path).suffix]
        how = properties(FilterName=name, FilterOptions=options)
        document.storeToURL(uno.systemPathToFileUrl(path), how)
    document.close(True)
    return desktop, shown


def main():
    order = json.load(sys.stdin)
    pipe = f"typist{os.getpid()}"
    profile = f"-env:UserInstallation={Path(order['profile']).as_uri()}"
    accept = f"--accept=pipe,name={pipe};urp;"
    office = subprocess.Popen(
        [order["office"], profile, "--headless", "--norestore", "--nologo", "--nodefault", accept],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        desktop, shown = work(connect(pipe), order)
        json.dump(shown, sys.stdout)
        sys.stdout.flush()
        with contextlib.suppress(Exception):  # the line is cut when it goes down, as it should
            desktop.terminate()
        office.wait(PATIENCE)
    finally:
        if office.poll() is None:
            office.kill()


if __name__ == "__main__":
    main()
