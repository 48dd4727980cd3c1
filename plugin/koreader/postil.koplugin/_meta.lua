local _ = require("gettext")
return {
    fullname = _("Postil"),
    description = _("Notes, people and places of the book that is open, from a Postil pack beside it."),
    version = "0.1.0",
}
