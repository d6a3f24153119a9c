"""The training page: settings, time machine, and what lies behind them."""
