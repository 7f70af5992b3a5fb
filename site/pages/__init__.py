"""The CMS: page types, navigation, site settings; it composes the public pages."""
