module handglass/differential

go 1.21
