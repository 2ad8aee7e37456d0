"""Forms of the desk: they translate what people type into what one service takes, and judge no rule of the newsroom."""
