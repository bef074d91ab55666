/* The tablet application begins here. */
document.documentElement.dataset.began = "yes";
