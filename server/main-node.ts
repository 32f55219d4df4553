import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { serve } from "./connection";
import { nodePlatform } from "./platform-node";

// The language server as a process of its own, beside its bundle's assets.
serve(createConnection(ProposedFeatures.all), nodePlatform(__dirname));
