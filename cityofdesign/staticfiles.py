from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Static files under hashed names, ES module imports included, with .gz and .br beside them."""

    support_js_module_import_aggregation = True
