// The page to choose a person of the demo county.
import { faceAll } from "./faces.js";

faceAll();
