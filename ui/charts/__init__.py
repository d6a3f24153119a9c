"""Altair charts: data in, chart out; nothing here knows Streamlit."""
