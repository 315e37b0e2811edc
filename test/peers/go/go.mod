module handglass/peer

go 1.21
